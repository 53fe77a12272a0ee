/** What a trial says beside its accuracy: a network's answers under faults, compared with those without. */
package org.fitact.measure;
