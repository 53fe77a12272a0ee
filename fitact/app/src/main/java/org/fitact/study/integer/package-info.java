/** Networks of a study that compute in integers: calibrated, compared with float, kept. */
package org.fitact.study.integer;
