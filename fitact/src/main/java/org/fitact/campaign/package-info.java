/**
 * Campaigns: schemes × rates × trials. {@link org.fitact.campaign.TrialStore} keeps every finished trial in one SQLite
 * file, together with the documents from which a report can be remade.
 */
package org.fitact.campaign;
