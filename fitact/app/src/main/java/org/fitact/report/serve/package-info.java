/** A report over HTTP, to this machine alone, of a campaign that goes on. */
package org.fitact.report.serve;
