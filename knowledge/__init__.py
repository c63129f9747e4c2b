"""The knowledge base: ingestion, retrieval, citations, and nearest examples, on Chroma."""
