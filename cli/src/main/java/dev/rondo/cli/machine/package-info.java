/** What is known about the machine: its processor, its limits, and the energy it takes. */
package dev.rondo.cli.machine;
