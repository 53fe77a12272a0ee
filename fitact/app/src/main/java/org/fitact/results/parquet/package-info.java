/** Results as Parquet, for those who go on with them in pandas, DuckDB or Spark. */
package org.fitact.results.parquet;
