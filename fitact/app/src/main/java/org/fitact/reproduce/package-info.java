/**
 * The paper's experiments: presets as data, and the stages that a figure needs, each kept in a folder so that another
 * figure or a later run takes them up.
 */
package org.fitact.reproduce;
