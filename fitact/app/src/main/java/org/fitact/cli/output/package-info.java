/**
 * What commands show: progress, results for people and, as JSON, for programs; made safe for the terminal that it goes to.
 */
package org.fitact.cli.output;
