/** The routing tables that have a name on every machine (rt_tables of iproute2). */
export const tableNames: Readonly<Record<string, number>> = { main: 254, local: 255, default: 253 };

/** The largest number of a table: RTA_TABLE has 32 bits. */
export const lastTable = 4294967295;
