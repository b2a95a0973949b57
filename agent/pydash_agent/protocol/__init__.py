"""Protocol v2, for any source of calls: what is asked, and how it is answered."""
