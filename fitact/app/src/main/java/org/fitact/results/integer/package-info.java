/** What results say of networks that compute in integers. */
package org.fitact.results.integer;
