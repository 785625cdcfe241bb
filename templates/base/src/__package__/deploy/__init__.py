"""From a trained model to one that answers: export, compression, serving and monitoring."""
