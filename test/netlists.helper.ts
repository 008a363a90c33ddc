/** Netlists as programs of the SPICE family write and read them. */
export const netlists: Readonly<Record<string, string>> = {
  LTspice: `* C:\\labs\\low-pass.asc
V1 in 0 SINE(0 1 1k)
R1 out in 1k
C1 out 0 100n
.tran 5m
.backanno
.end
`,
  ngspice: `RC low-pass
* by hand
vin in 0 dc 0 ac 1

Rload in out 1k
+ tc1=0.001
.include models.lib
D1 out 0 1N4148
.control
run
plot v(out)
.endc
.end
`,
  'a title of a lab’s word': `bridge rectifier
V1 a b SIN(0 10 50)
D1 a p 1N4007
.model 1N4007 D
.tran 40m
.end
`,
  'commands first': `an amplifier
.lib opamps.lib
XU1 in out vcc vee LM741
.op
.end
`,
};
