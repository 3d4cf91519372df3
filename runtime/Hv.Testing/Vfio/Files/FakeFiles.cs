using Hv.Vfio.Kernel;

namespace Hv.Testing.Vfio.Files;

/// <summary>The tree of files that tells of devices and drivers. It is made anew for each call: it is small, and always true.</summary>
internal sealed class FakeFiles(FakeKernel kernel) : IHostFiles
{
    private const int MostLinks = 16;

    private readonly SortedDictionary<string, FakeNode> _added = new(StringComparer.Ordinal);

    public void Add(string path, string text)
    {
        lock (kernel.Gate)
            _added[path] = new FakeNode(() => text);
    }

    public void AddLink(string path, string target)
    {
        lock (kernel.Gate)
            _added[path] = new FakeNode(Target: target);
    }

    public KernelResult ReadText(string path, out string text)
    {
        text = "";
        kernel.Calls.Count(FakeCall.ReadText);
        if (kernel.Faults.ErrorOf(FakeCall.ReadText, path) is var error && error != Errno.None)
            return KernelResult.Failed(error);

        lock (kernel.Gate)
        {
            var tree = Build();
            error = Resolve(tree, ref path, followsLast: true);
            if (error == Errno.None && !tree.ContainsKey(path))
                error = Errno.IsDirectory;

            if (error == Errno.None && tree[path].Read is null)
                error = Errno.AccessDenied;

            if (error != Errno.None)
                return KernelResult.Failed(error);

            text = tree[path].Read!();
            return new KernelResult(text.Length);
        }
    }

    public KernelResult WriteText(string path, string text)
    {
        kernel.Calls.Count(FakeCall.WriteText);
        if (kernel.Faults.ErrorOf(FakeCall.WriteText, path) is var error && error != Errno.None)
            return KernelResult.Failed(error);

        lock (kernel.Gate)
        {
            var tree = Build();
            error = Resolve(tree, ref path, followsLast: true);
            if (error == Errno.None && !tree.ContainsKey(path))
                error = Errno.IsDirectory;

            if (error == Errno.None)
                error = tree[path].Write is { } write ? write(text.TrimEnd('\n')) : Errno.AccessDenied;

            return error == Errno.None ? new KernelResult(text.Length) : KernelResult.Failed(error);
        }
    }

    public KernelResult ReadLink(string path, out string target)
    {
        target = "";
        kernel.Calls.Count(FakeCall.ReadText);
        if (kernel.Faults.ErrorOf(FakeCall.ReadText, path) is var error && error != Errno.None)
            return KernelResult.Failed(error);

        lock (kernel.Gate)
        {
            var tree = Build();
            error = Resolve(tree, ref path, followsLast: false);
            if (error != Errno.None)
                return KernelResult.Failed(error);

            if (!tree.TryGetValue(path, out var node) || node.Target is null)
                return KernelResult.Failed(Errno.InvalidArgument);

            target = node.Target;
            return new KernelResult(target.Length);
        }
    }

    public KernelResult List(string path, out IReadOnlyList<string> names)
    {
        names = [];
        kernel.Calls.Count(FakeCall.ReadText);
        if (kernel.Faults.ErrorOf(FakeCall.ReadText, path) is var error && error != Errno.None)
            return KernelResult.Failed(error);

        lock (kernel.Gate)
        {
            var tree = Build();
            path = path.TrimEnd('/');
            error = Resolve(tree, ref path, followsLast: true);
            if (error == Errno.None && tree.ContainsKey(path))
                error = Errno.NotDirectory;

            if (error != Errno.None)
                return KernelResult.Failed(error);

            var prefix = path + "/";
            names =
            [
                .. tree.Keys.Where(key => key.StartsWith(prefix, StringComparison.Ordinal))
                    .Select(key => key[prefix.Length..].Split('/')[0])
                    .Where(name => name.Length > 0)
                    .Distinct()
                    .Order(StringComparer.Ordinal),
            ];
            return new KernelResult(names.Count);
        }
    }

    /// <summary>Follows the links of a path.</summary>
    private static Errno Resolve(SortedDictionary<string, FakeNode> tree, ref string path, bool followsLast)
    {
        var links = 0;
        var parts = new List<string>(path.Split('/', StringSplitOptions.RemoveEmptyEntries));
        var done = new List<string>();
        for (var index = 0; index < parts.Count; index++)
        {
            if (parts[index] == "..")
            {
                if (done.Count > 0)
                    done.RemoveAt(done.Count - 1);

                continue;
            }

            done.Add(parts[index]);
            var here = "/" + string.Join('/', done);
            var isLast = index == parts.Count - 1;
            if (!tree.TryGetValue(here, out var node))
                continue;

            if (node.Target is { } target && (!isLast || followsLast))
            {
                if (++links > MostLinks)
                    return Errno.InvalidArgument;

                done.RemoveAt(done.Count - 1);
                parts.InsertRange(index + 1, target.Split('/', StringSplitOptions.RemoveEmptyEntries));
                if (target.StartsWith('/'))
                    done.Clear();
            }
            else if (!isLast)
                return Errno.NotDirectory;
        }

        var result = path = "/" + string.Join('/', done);
        var prefix = result + "/";
        return tree.ContainsKey(result) || tree.Keys.Any(key => key.StartsWith(prefix, StringComparison.Ordinal)) ? Errno.None : Errno.NotFound;
    }

    private SortedDictionary<string, FakeNode> Build()
    {
        var tree = new SortedDictionary<string, FakeNode>(StringComparer.Ordinal);
        new HostTree(kernel, tree).Write();
        foreach (var (path, node) in _added)
            tree[path] = node;

        return tree;
    }
}
