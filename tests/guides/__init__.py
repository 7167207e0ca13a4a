"""The domain: guides as data, and what citizens see of them."""
