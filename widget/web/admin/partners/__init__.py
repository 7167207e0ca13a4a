"""The pages on which a partner's edition is made: overview, forms, preview, history."""
