//! Power flow of thousands of areas from readings in Parquet files.
