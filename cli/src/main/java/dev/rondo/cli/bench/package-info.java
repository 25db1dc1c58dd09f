/** What {@code rondo bench} times, how it checks and tells what it found. */
package dev.rondo.cli.bench;
