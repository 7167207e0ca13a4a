"""The editors' proof: what citizens see differently between two versions of the content. Pure, below the web."""
