"""What is learned from annotated texts: small models, shipped as arrays, run with numpy alone.

Without its file in `resources/models` a model is None, and the rules stand alone.
"""
