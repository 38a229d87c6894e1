"""The screens: one script a page, run by router.py, and the parts they share in widgets/."""
