"""Routes under ``/api/v1``: one module a question, each a method of the workspace."""
