/** What {@code rondo verify} tries, and how it tells what it found. */
package dev.rondo.cli.verify;
