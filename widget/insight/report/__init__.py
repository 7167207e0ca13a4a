"""The half-year report: from totals to tables that give nobody away. Pure, but for the drawing of charts."""
