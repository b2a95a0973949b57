from hypothesis import settings

# The same examples in every run and on every machine: a failure is the code's doing, never the dice's.
settings.register_profile("pydash", derandomize=True, deadline=None, database=None, max_examples=50)
settings.load_profile("pydash")
