/** Steps of training that are timed, here and in other engines. */
package org.fitact.bench.training;
