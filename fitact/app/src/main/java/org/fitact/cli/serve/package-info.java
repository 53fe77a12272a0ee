/** The command that shows a campaign while it runs. */
package org.fitact.cli.serve;
