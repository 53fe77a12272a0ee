/**
 * Where images come from: the data sets ({@link org.fitact.nn.image.source.DataSets}), their files' formats, and how files are
 * fetched ({@link org.fitact.nn.image.source.DataDownload}) and checked.
 */
package org.fitact.nn.image.source;
