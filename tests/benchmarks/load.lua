-- Asks for one address after another from a file, beginning at an offset; writes what came of it as one line.
local requests, next_one = {}, 0

function init(arguments)
   local headers = {["Accept-Encoding"] = "gzip"}
   if arguments[3] and arguments[3] ~= "" then headers["If-None-Match"] = arguments[3] end
   for line in io.lines(arguments[1]) do
      requests[#requests + 1] = wrk.format("GET", line, headers)
   end
   next_one = tonumber(arguments[2])
end

function request()
   next_one = next_one + 1
   return requests[(next_one - 1) % #requests + 1]
end

function done(summary, latency, all)
   local failed = summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout
   io.write(string.format("RESULT %d %d %d %d %d %d\n", summary.requests, summary.duration,
      failed + summary.errors.status, latency:percentile(50), latency:percentile(99), latency.max))
end
