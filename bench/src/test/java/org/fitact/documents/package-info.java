/** What the documents say is so: their links, and their commands, which {@code -P documents} runs in the order in which they stand. */
package org.fitact.documents;
