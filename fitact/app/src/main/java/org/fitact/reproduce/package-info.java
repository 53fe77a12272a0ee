/**
 * The paper's experiments: presets as data, the stages that a figure needs, each kept in a folder so that another
 * figure or a later run takes them up, and the report that sets what was measured beside what was published.
 */
package org.fitact.reproduce;
