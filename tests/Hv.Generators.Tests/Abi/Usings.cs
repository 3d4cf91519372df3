extern alias Generators;

global using AbiText = Generators::Hv.Runtime.Abi.AbiText;
