/** How a network was trained, as a figure and as numbers. */
package org.fitact.report.training;
