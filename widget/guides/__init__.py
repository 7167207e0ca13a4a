"""The domain: guides, answers, conditions, personal pages. Pure; knows neither Flask nor SQL nor the clock."""
