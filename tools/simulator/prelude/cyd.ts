// Gives Espruino's Linux build what an ESP32_CYD has, so that the built image runs in the real interpreter: the panel
// as a Graphics buffer, Wi-Fi that is there at once, a sample clock for Waveform, and Storage files too large for the
// 256 kB that the Linux build has, read from the disk. Text of a script that runs before the image.

export interface CydPrelude {
  /** Large Storage files by name: read from these paths. */
  files: Record<string, string>;
  /** How much faster than real time sound is over. */
  soundSpeed?: number;
  /** False leaves the panel out (its 16-bit buffer takes 11,000 variables): drawing then does nothing. */
  panel?: boolean;
}

/** The prelude as Espruino source. */
export function cydPrelude(options: CydPrelude): string {
  return [
    'var SPK=D26,LED1=D4,LED2=D16,LED3=D17,BTN1=D0;',
    options.panel === false ? noPanel : 'var g=Graphics.createArrayBuffer(320,240,16);',
    wifi,
    `var SOUND_SPEED=${options.soundSpeed ?? 1};`,
    waveform,
    `var LARGE=${JSON.stringify(options.files)};`,
    storage,
    'E.reboot=function(){print(\'{"reboot":true}\');quit();};',
  ].join('\n');
}

const noPanel = `var g={getWidth:function(){return 320;},getHeight:function(){return 240;}};
g.setColor=g.fillRect=g.drawImage=g.setFontCustom=g.drawString=g.setFontBitmap=function(){return g;};`;

const wifi = `Modules.addCached("Wifi",function(){
  exports.connect=function(ssid,options,done){setTimeout(function(){done(null);},1);};
  exports.disconnect=function(){};
  exports.on=function(){};
  exports.getDetails=function(){return {rssi:-61,status:"connected"};};
});`;

// The Linux build's sample timer is empty (targets/linux/jshardware.c), so the clock hands the halves over and ends a single buffer.
const waveform = `Waveform.prototype.startOutput=function(pin,hz,options){
  var wave=this,second=false;
  var ms=wave.buffer.length*1000/hz/SOUND_SPEED;
  if(!options||!options.repeat){
    wave.clock=setTimeout(function(){wave.clock=undefined;wave.emit("finish",wave.buffer);},ms);
    return;
  }
  wave.clock=setInterval(function(){
    var heard=second?wave.buffer2:wave.buffer;
    second=!second;
    wave.emit("buffer",heard);
  },ms<1?1:ms);
};
Waveform.prototype.stop=function(){if(!this.clock)throw new Error("Waveform is not running");clearInterval(this.clock);this.clock=undefined;};`;

const storage = `var FLASH=require("Storage");
Modules.addCached("Storage",function(){
  exports.write=function(n,b,o,s){return s===undefined?o===undefined?FLASH.write(n,b):FLASH.write(n,b,o):FLASH.write(n,b,o,s);};
  exports.erase=function(n){FLASH.erase(n);};
  exports.list=function(){return FLASH.list();};
  exports.getFree=function(){return FLASH.getFree();};
  exports.compact=function(){FLASH.compact();};
  exports.read=function(n,o,l){
    var path=LARGE[n];
    if(path===undefined)return o===undefined?FLASH.read(n):FLASH.read(n,o,l);
    var file=E.openFile(path,"r"),found;
    if(o)file.seek(o);
    found=file.read(l);
    file.close();
    return found===undefined?"":found;
  };
});`;
