"""From a source to Parquet shards that training reads: ingest, clean, split, normalize, augment."""
