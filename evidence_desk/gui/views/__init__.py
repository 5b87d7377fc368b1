"""The pages of the main window: Review, Claims, Matrix, Court stages."""
