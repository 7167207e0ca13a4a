"""The half-year report: from totals to tables that give no citizen away. Pure, but for the drawing of charts."""
