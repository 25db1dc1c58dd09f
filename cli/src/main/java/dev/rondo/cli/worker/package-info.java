/** Processes on one machine that train together. */
package dev.rondo.cli.worker;
