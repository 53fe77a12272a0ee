/** Commands of the build with Spark: the program as one jar for {@code spark-submit}, and what larger clusters would take. */
package org.fitact.cli.spark;
