"""The grid: one widget that paints tiles over a virtual size."""
