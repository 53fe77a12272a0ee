/**
 * {@link org.fitact.store.TrialStore} keeps every finished trial of a campaign in one SQLite file, together with the documents
 * from which a report can be remade.
 */
package org.fitact.store;
