"""What must hold of every rendering. A rule yields one sentence for each place that breaks it.

Every public function of these modules is a rule, and test_rules.py runs them all.
"""
