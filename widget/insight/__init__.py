"""How the guides are used and what people say of them: totals per day, and feedback without names. Knows no HTTP."""
