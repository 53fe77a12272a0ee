/** Training a network on a data set (the first stage of FitAct), and measuring what it gets right. */
package org.fitact.nn.train;
