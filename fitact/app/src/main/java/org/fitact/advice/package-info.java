/**
 * Which protection a network is to be deployed with: schemes × formats × codes under the same question, more trials for those that may
 * win, what each costs in memory and time, and a recommendation that was confirmed on faults and images that did not choose it.
 */
package org.fitact.advice;
