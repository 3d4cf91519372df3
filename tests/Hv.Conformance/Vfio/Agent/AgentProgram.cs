using Hv.Conformance.Isa;

namespace Hv.Conformance.Vfio.Agent;

/// <summary>The agent, built from its source by the cross compiler.</summary>
internal static class AgentProgram
{
    private const string Compiler = "powerpc64le-linux-gnu-gcc";

    /// <summary>Builds it. Without a compiler the running test fails on a build server and is skipped elsewhere.</summary>
    /// <param name="path">The program that is made.</param>
    public static void Build(string path)
    {
        GuestTool.Require(Compiler);
        GuestTool.Run(Compiler, "-O2", "-static", "-s", "-Wall", "-Wextra", "-Werror", "-o", path, Lab.FileOf("Agent", "agent.c"));
    }
}
