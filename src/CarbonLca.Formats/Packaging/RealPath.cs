namespace CarbonLca.Formats.Packaging;

/// <summary>Follows the links in every part of a path, not only in its last.</summary>
internal static class RealPath
{
    private const int MostLinks = 40;

    /// <summary>The path without links; null when links lead in a circle.</summary>
    public static string? Of(string path)
    {
        string full = Path.GetFullPath(path);
        string current = Path.GetPathRoot(full)!;
        Stack<string> pending = new();
        Push(pending, full[current.Length..]);
        int links = 0;
        while (pending.TryPop(out string? part))
        {
            string next = Path.Combine(current, part);
            string? target = new FileInfo(next).LinkTarget;
            if (target is null)
            {
                current = next;
                continue;
            }

            if (++links > MostLinks) return null;
            string linked = Path.GetFullPath(target, current);
            current = Path.GetPathRoot(linked)!;
            Push(pending, linked[current.Length..]);
        }

        return current;
    }

    private static void Push(Stack<string> pending, string path)
    {
        foreach (string part in path.Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries).Reverse())
            pending.Push(part);
    }
}
