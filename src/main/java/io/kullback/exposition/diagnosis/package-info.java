/** Why a monitor is silent: pure rules over what the service and the brokers say of it. */
package io.kullback.exposition.diagnosis;
