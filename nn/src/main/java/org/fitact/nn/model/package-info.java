/** The models that can be named, one class each, and what a named, initialised network is. */
package org.fitact.nn.model;
