using Hv.Power.Assembler;

return AssemblerProgram.Run(args, Console.Error);
