/** Measures, on simulated streams, how often each rule raises an alarm when nothing changed and how soon it does when something did. */
package io.kullback.app.simulation;
