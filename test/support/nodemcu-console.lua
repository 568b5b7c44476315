-- What NodeMCU's console has and plain Lua has not, as far as flashing uses it: files, a restart, a line of 255 characters.
local folder = os.getenv("FILES")
node = { chipmodel = function() return "ESP32" end, restart = function() os.exit() end }
file = {
  open = function(name, mode) return io.open(folder .. "/" .. name, mode .. "b") end,
  remove = function(name) os.remove(folder .. "/" .. name) end,
  fsinfo = function() return 60000, 0, 60000 end,
  list = function()
    local sizes = {}
    for name in io.popen("ls -A '" .. folder .. "'"):lines() do
      local found = io.open(folder .. "/" .. name, "rb")
      sizes[name] = found:seek("end")
      found:close()
    end
    return sizes
  end,
}
-- The console itself: each line as a chunk, what is too long is cut as the chip cuts it.
while true do
  io.write("> ")
  io.flush()
  local line = io.read("*l")
  if not line then os.exit() end
  local chunk, fault = (loadstring or load)(line:sub(1, 255), "=stdin")
  local ok = chunk ~= nil
  if ok then ok, fault = pcall(chunk) end
  if not ok then print(fault) end
end
