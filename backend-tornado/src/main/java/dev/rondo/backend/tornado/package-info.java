/** The backend {@code tornado}: what is installed, which devices there are, and running on them. */
package dev.rondo.backend.tornado;
