/** Maps of what single bit flips do: how one is made and goes on, what it comes to, and what others take from it. */
package org.fitact.study.map;
