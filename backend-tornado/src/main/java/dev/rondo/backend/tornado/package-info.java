/** The backend {@code tornado}: the installation, its devices, and running on them. */
package dev.rondo.backend.tornado;
